import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import type { Home } from './home.ts';

/**
 * postgresql.conf, written anew at each start. Durability stays as PostgreSQL ships it (fsync, synchronous commit, full
 * page writes, checksums). Logs hold no statements and no DETAIL lines, since both carry people's names and numbers.
 *
 * @param port of the loopback address where there are no Unix sockets
 */
export function serverSettings(home: Home, port: number): string {
  const memory = totalmem();
  const megabytes = (bytes: number): string => `${Math.floor(bytes / 2 ** 20)}MB`;
  const lines: readonly (readonly [string, string | number])[] = [
    ['listen_addresses', home.socketDir ? '' : '127.0.0.1'],
    ['port', port],
    ...(home.socketDir
      ? ([
          ['unix_socket_directories', `"${home.socketDir.replaceAll('"', '""')}"`],
          ['unix_socket_permissions', '0700'],
        ] as const)
      : []),
    ['password_encryption', 'scram-sha-256'],
    ['max_connections', 100],
    ['shared_buffers', megabytes(Math.min(256 * 2 ** 20, memory / 8))],
    ['effective_cache_size', megabytes(memory / 2)],
    ['work_mem', '32MB'],
    ['maintenance_work_mem', '128MB'],
    ['max_wal_size', '2GB'],
    ['wal_compression', 'on'],
    ['random_page_cost', 1.1],
    // Compiling a plan costs more than our queries run.
    ['jit', 'off'],
    ['timezone', 'UTC'],
    ['log_timezone', 'UTC'],
    ['lc_messages', 'C'],
    ['dynamic_shared_memory_type', dynamicSharedMemory()],
    ['logging_collector', 'on'],
    ['log_directory', home.logDir],
    ['log_filename', 'postgresql-%a.log'],
    ['log_rotation_age', '1d'],
    ['log_rotation_size', 0],
    ['log_truncate_on_rotation', 'on'],
    ['log_checkpoints', 'off'],
    ['log_min_error_statement', 'panic'],
    ['log_error_verbosity', 'terse'],
  ];
  return [
    '# Written by Shoudan at each start; changes here are lost. Put your own settings into local.conf beside this file.',
    ...lines.map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'`),
    "include_if_exists = 'local.conf'",
    '',
  ].join('\n');
}

/**
 * Passwords everywhere, also on the socket: its folder keeps other users out, but `nobody` is shared with other services
 * and Windows has only a loopback port. `peer` would need the same user on both sides, which root is not.
 */
export function accessRules(): string {
  return [
    '# Written by Shoudan at each start; changes here are lost.',
    ...(process.platform === 'win32' ? [] : ['local all all scram-sha-256']),
    'host all all 127.0.0.1/32 scram-sha-256',
    'host all all ::1/128 scram-sha-256',
    '',
  ].join('\n');
}

/** Containers give /dev/shm 64 MB by default, less than a parallel query may ask for. */
function dynamicSharedMemory(): 'posix' | 'mmap' | 'windows' {
  if (process.platform === 'win32') return 'windows';
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    return blocks * bsize >= 256 * 2 ** 20 ? 'posix' : 'mmap';
  } catch {
    return process.platform === 'darwin' ? 'posix' : 'mmap';
  }
}
