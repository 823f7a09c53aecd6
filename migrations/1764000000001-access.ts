import { SqlMigration, bin, table } from './migration.js';

/** People who log in, their sessions, and the keys of other programs. */
export class Access1764000000001 extends SqlMigration {
  readonly name = 'Access1764000000001';

  protected readonly upSql = [
    `CREATE TABLE user (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      email VARCHAR(254) ${bin} NOT NULL,
      name VARCHAR(100) NOT NULL,
      role ENUM('admin','marketer','analyst','agent') NOT NULL,
      password_hash VARCHAR(255) ${bin} NOT NULL,
      disabled_at DATETIME(3) NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY user_email (email)
    ) ${table}`,
    `CREATE TABLE session (
      token_hash BINARY(32) NOT NULL PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      created_at DATETIME(3) NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      KEY session_user (user_id),
      KEY session_expiry (expires_at)
    ) ${table}`,
    `CREATE TABLE api_key (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(100) NOT NULL,
      prefix CHAR(8) ${bin} NOT NULL,
      key_hash BINARY(32) NOT NULL,
      scopes JSON NOT NULL,
      created_by BIGINT UNSIGNED NOT NULL,
      created_at DATETIME(3) NOT NULL,
      revoked_at DATETIME(3) NULL,
      UNIQUE KEY api_key_hash (key_hash)
    ) ${table}`,
    `CREATE TABLE login_attempt (
      account_hash BINARY(32) NOT NULL PRIMARY KEY,
      failures INT UNSIGNED NOT NULL,
      blocked_until DATETIME(3) NULL,
      last_at DATETIME(3) NOT NULL,
      KEY login_attempt_last (last_at)
    ) ${table}`,
  ];

  protected readonly downSql = [
    'DROP TABLE login_attempt',
    'DROP TABLE api_key',
    'DROP TABLE session',
    'DROP TABLE user',
  ];
}
