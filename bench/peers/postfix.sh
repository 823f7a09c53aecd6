#!/bin/sh
# A relay with STARTTLS and AUTH, the mail servers behind it, and their mailboxes: Postfix and Dovecot
# with directories of their own, beside whatever this machine runs. As root, on Debian with postfix,
# dovecot-core and dovecot-lmtpd: `bench/peers/postfix.sh start DIR`, `… stop DIR`. See
# docs/guides/peers.md.
set -eu
what=${1:?start or stop} dir=${2:?a directory}
case $dir in /*) ;; *) dir=$PWD/$dir ;; esac

if [ "$what" = stop ]; then
  postfix -c "$dir/postfix" stop || true
  doveadm -c "$dir/dovecot.conf" stop || true
  exit 0
fi

mkdir -p "$dir/postfix" "$dir/queue" "$dir/data" "$dir/mail" "$dir/dovecot"
chown postfix "$dir/data"
chown nobody:nogroup "$dir/mail"

# An authority of this test alone, and the relay's certificate.
if [ ! -e "$dir/relay.pem" ]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=peers test authority' \
    -keyout "$dir/ca.key" -out "$dir/ca.pem" 2>/dev/null
  openssl req -newkey rsa:2048 -nodes -subj '/CN=localhost' \
    -keyout "$dir/relay.key" -out "$dir/relay.csr" 2>/dev/null
  echo 'subjectAltName=DNS:localhost' > "$dir/relay.ext"
  openssl x509 -req -in "$dir/relay.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca.key" -CAcreateserial \
    -days 30 -extfile "$dir/relay.ext" -out "$dir/relay.pem" 2>/dev/null
fi

echo 'saphan:{PLAIN}secret' > "$dir/dovecot/relay-users"
: > "$dir/dovecot/mail-users"
for n in 1 2 3 4 5 6 7 8; do
  echo "full-$n@dovecot.example::65534:65534::$dir/mail/full-$n::" >> "$dir/dovecot/mail-users"
done
cat > "$dir/dovecot.conf" <<END
base_dir = $dir/dovecot/run
log_path = $dir/dovecot.log
protocols = lmtp
auth_mechanisms = plain login
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_plugins = quota
plugin {
  quota = maildir:User quota
  quota_rule = *:storage=1K
  quota_grace = 0
}
passdb {
  driver = passwd-file
  args = $dir/dovecot/relay-users
}
userdb {
  driver = passwd-file
  args = $dir/dovecot/mail-users
}
service auth {
  unix_listener $dir/dovecot/auth {
    mode = 0666
  }
}
service lmtp {
  unix_listener $dir/dovecot/lmtp {
    mode = 0666
  }
}
ssl = no
END

for n in $(seq 130); do echo "ok-$n@inbox.example ok-$n/"; done > "$dir/postfix/mailboxes"
cat > "$dir/postfix/main.cf" <<END
compatibility_level = 3.6
queue_directory = $dir/queue
data_directory = $dir/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = $dir/postfix.log
maillog_file_prefixes = $dir
myhostname = relay.saphan.example
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtp_tls_security_level = none
smtpd_tls_cert_file = $dir/relay.pem
smtpd_tls_key_file = $dir/relay.key
smtpd_sasl_type = dovecot
smtpd_sasl_path = $dir/dovecot/auth
# What is sent back to us goes to the worker (INBOUND_LISTEN).
transport_maps = inline:{
  { mail.saphan.example = lmtp:inet:127.0.0.1:${INBOUND_PORT:-2424} }
  { dovecot.example = lmtp:unix:$dir/dovecot/lmtp }
  { broken.example = broken: }
  { nexthop.example = smtp:[127.0.0.1]:2526 } { down.example = smtp:[127.0.0.1]:9 } }
# Mailboxes are made as mail comes.
virtual_mailbox_domains = inbox.example
virtual_mailbox_base = $dir/mail
virtual_mailbox_maps = texthash:$dir/postfix/mailboxes
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_reject_unlisted_recipient = no
maximal_queue_lifetime = 90s
bounce_queue_lifetime = 90s
delay_warning_time = 40s
minimal_backoff_time = 20s
maximal_backoff_time = 30s
queue_run_delay = 15s
END

cat > "$dir/postfix/master.cf" <<END
127.0.0.1:2587 inet n - n - 20 smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o { smtpd_recipient_restrictions=check_recipient_access regexp:{ {/^door-/ 550 5.1.1 User unknown} }, permit_sasl_authenticated, reject }
127.0.0.1:2526 inet n - n - 20 smtpd
  -o syslog_name=postfix/nexthop
  -o myhostname=mx.nexthop.example
  -o smtpd_relay_restrictions=
  -o { smtpd_recipient_restrictions=check_recipient_access regexp:{ {/^nobody-/ 550 5.1.1 User unknown in virtual mailbox table} {/^closed-/ 550 5.2.1 The account is disabled} {/^spam-/ 554 5.7.1 Service unavailable; client host blocked using a blocklist} {/^grey-/ 450 4.2.0 Greylisted, try again in 300 seconds} {/^busy-/ 452 4.2.2 Mailbox full} }, reject }
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - 20 smtp
lmtp unix - - n - 20 lmtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
broken unix - n n - - pipe
  user=nobody argv=/bin/sh -c { echo 'cannot write to the spool' >&2; exit 69 }
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
END

dovecot -c "$dir/dovecot.conf"
postfix -c "$dir/postfix" start
