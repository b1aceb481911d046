import { expect, it } from 'vitest';
import { parseSshConfig } from './ssh-config.ts';

it('lists the hosts a user has written down', () => {
  const text = [
    '# mine',
    'Host build  ci-runner # two names',
    '  HostName build.example.com',
    '  User "mira k"',
    '  User other',
    'host=nas',
    '\tHostName = 10.0.0.7',
    'Host *.example.com !bad ? -oProxyCommand=x',
    '  User nobody',
    'Match host nas exec "true"',
    '  User matched',
    'Include work/*.conf',
    'Host build',
    '  HostName later.example.com',
  ].join('\r\n');
  expect(parseSshConfig(text, (pattern) => (pattern === 'work/*.conf' ? ['Host office\n  User mk'] : []))).toEqual([
    { alias: 'build', hostName: 'build.example.com', user: 'mira k' },
    { alias: 'ci-runner', hostName: 'build.example.com', user: 'mira k' },
    { alias: 'nas', hostName: '10.0.0.7', user: null },
    { alias: 'office', hostName: null, user: 'mk' },
  ]);
});

it('ends with files that include themselves', () => {
  expect(parseSshConfig('Include self\nHost a', () => ['Include self\nHost b'])).toEqual([
    { alias: 'b', hostName: null, user: null },
    { alias: 'a', hostName: null, user: null },
  ]);
});
