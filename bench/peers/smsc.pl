#!/usr/bin/perl
# A message centre out of Net::SMPP (Debian: libnet-smpp-perl): perl bench/peers/smsc.pl [PORT].
# What becomes of a message is told by the last digit of its number; see docs/guides/peers.md.
use strict;
use warnings;
use Encode qw(encode);
use IO::Select;
use Net::SMPP;
use Time::HiRes qw(time);

my $port = shift // 2775;
my $server = Net::SMPP->new_listen('127.0.0.1', port => $port, smpp_version => 0x34, timeout => 3600)
    or die "Nobody can listen on $port: $!\n";
my ($id, $sequence, %seen, %count) = (0x5a00, 0);
$SIG{TERM} = $SIG{INT} = sub { print map { "$_ $count{$_}\n" } sort keys %count; exit };
$| = 1;
print "listening on $port\n";
while (1) {
    my $session = $server->accept or next;
    $session->set_version(0x34);
    serve($session);
    print "the connection ended\n";
}

sub serve {
    my ($session) = @_;
    my $select = IO::Select->new($session);
    my @later;
    while (1) {
        while (@later && $later[0][0] <= time) { deliver($session, shift(@later)->[1]) }
        next unless $select->can_read(0.1);
        my $pdu = $session->read_pdu or return;
        my ($command, @seq) = ($pdu->{cmd}, seq => $pdu->{seq});
        if ($command == 0x09) {
            my $known = $pdu->{system_id} eq 'saphan' && $pdu->{password} eq 'secret';
            $count{binds}++;
            $session->bind_transceiver_resp(@seq, system_id => 'peer', status => $known ? 0 : 0x0e);
        }
        elsif ($command == 0x04) { push @later, map { [time + 1, $_] } submit($session, $pdu) }
        elsif ($command == 0x15) { $count{enquire_link}++; $session->enquire_link_resp(@seq) }
        elsif ($command == 0x06) { $session->unbind_resp(@seq); return }
        elsif ($command == 0x80000005) { $count{"deliver_sm answered $pdu->{status}"}++ }
        else { $count{sprintf 'command %x', $command}++ }
    }
}

# Answers a submit_sm. Returns what is to be delivered a second later; some receipts go at once.
sub submit {
    my ($session, $pdu) = @_;
    my $to = $pdu->{destination_addr};
    my ($digit) = $to =~ /(\d)$/;
    my @seq = (seq => $pdu->{seq});
    $count{"data_coding $pdu->{data_coding}, esm_class $pdu->{esm_class}"}++;
    # Too fast, the first time that it is asked (ESME_RTHROTTLED).
    return refuse($session, 0x58, @seq) if $digit == 3 && !$seen{$to}++;
    # Nobody has that number (ESME_RINVDSTADR).
    return refuse($session, 0x0b, @seq) if $digit == 5;
    my $hex = sprintf '%08X', ++$id;
    $session->submit_sm_resp(@seq, message_id => $hex);
    $count{'submit_sm taken'}++;
    my ($state, $error) =
        $digit == 7 ? ('UNDELIV', '001') : $digit == 8 ? ('EXPIRED', '000') : ('DELIVRD', '000');
    my %receipt = (
        source_addr => $to, destination_addr => $pdu->{source_addr}, esm_class => 0x04,
        short_message => sprintf(
            'id:%s sub:001 dlvrd:001 submit date:2611241500 done date:2611241501 stat:%s err:%s text:',
            $digit == 6 ? $id : $hex, $state, $error),
    );
    my @answer;
    my %answer = (source_addr => $to, destination_addr => '48999', esm_class => 0);
    return \%receipt if $digit != 1 && $seen{"answered $to"}++;
    @answer = { %answer, data_coding => 8, short_message => encode('UTF-16BE', "\x{0E22}\x{0E01}\x{0E40}\x{0E25}\x{0E34}\x{0E01}") }
        if $digit == 9;
    @answer = { %answer, short_message => 'Which colours are there?' } if $digit == 4;
    # Before our answer can have been written down.
    if ($digit == 1) { deliver($session, \%receipt); return @answer }
    return (\%receipt, @answer);
}

sub refuse {
    my ($session, $status, @seq) = @_;
    $session->submit_sm_resp(@seq, message_id => '', status => $status);
    $count{sprintf 'submit_sm refused with 0x%02x', $status}++;
    return;
}

sub deliver {
    my ($session, $message) = @_;
    $count{$message->{esm_class} ? 'receipts' : 'messages of people'}++;
    $session->deliver_sm(
        async => 1, seq => ++$sequence, service_type => '', source_addr_ton => 1, source_addr_npi => 1,
        dest_addr_ton => 0, dest_addr_npi => 0, protocol_id => 0, priority_flag => 0,
        schedule_delivery_time => '', validity_period => '', registered_delivery => 0,
        replace_if_present_flag => 0, data_coding => 0, sm_default_msg_id => 0, %$message);
}
