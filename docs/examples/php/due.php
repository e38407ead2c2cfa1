<?php
// Asks supportcore when tasks are due: one process, a line of JSON out and a line of JSON in for each task.
//
//     php due.php /path/to/python

declare(strict_types=1);

final class Supportcore
{
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];

    /** @param list<string> $options of the command, such as ['due', '--plan', 'individual_manager'] */
    public function __construct(string $python, array $options)
    {
        $command = [$python, '-m', 'supportcore', ...$options, '--lines'];
        $streams = [['pipe', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'a']];
        $process = proc_open($command, $streams, $this->pipes);
        if ($process === false) {
            throw new RuntimeException("cannot start {$python}");
        }
        $this->process = $process;
    }

    /** Sends a document and returns the answer; an error document becomes an exception. */
    public function ask(array $document): array
    {
        fwrite($this->pipes[0], json_encode($document, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE) . "\n");
        fflush($this->pipes[0]);
        $line = fgets($this->pipes[1]);
        if ($line === false) {
            throw new RuntimeException('supportcore has ended: try its command in a shell to see why');
        }
        $answer = json_decode($line, true, 512, JSON_THROW_ON_ERROR | JSON_BIGINT_AS_STRING);
        if (($answer['kind'] ?? null) === 'error') {
            $said = array_map(fn (array $one): string => "{$one['path']}: {$one['rule']}", $answer['problems']);
            throw new InvalidArgumentException(implode("\n", $said));
        }
        return $answer;
    }

    public function close(): int
    {
        fclose($this->pipes[0]);
        fclose($this->pipes[1]);
        return proc_close($this->process);
    }
}

$supportcore = new Supportcore($argv[1] ?? 'python3', ['due', '--plan', 'individual_manager']);

$tasks = [
    ['id' => 'Задача-1', 'type' => 'simple', 'posted' => '2026-11-20T17:30:00+02:00'],
    ['id' => 'T-2', 'type' => 'bug', 'posted' => '2026-11-23T15:59:00+02:00'],
    ['id' => 'T-3', 'type' => 'simple', 'posted' => '2026-11-23 10:00'],
    ['id' => 'T-4', 'type' => 'simple', 'posted' => (new DateTimeImmutable('2026-11-23 10:00', new DateTimeZone('Europe/Kyiv')))->format(DATE_ATOM)],
];
foreach ($tasks as $task) {
    try {
        $answer = $supportcore->ask($task);
        $due = new DateTimeImmutable($answer['due']);
        echo "{$answer['id']}: due {$due->format('D d M H:i')}, {$answer['reason']} ({$answer['rule']})\n";
    } catch (InvalidArgumentException $wrong) {
        echo "{$task['id']}: {$wrong->getMessage()}\n";
    }
}
exit($supportcore->close());
