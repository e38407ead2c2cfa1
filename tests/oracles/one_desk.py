"""One person at one desk, minute by minute: the slow twin of the queue in `supportcore.whatif`. Knows ints only.

Also Lindley's recursion, for first come, first served on a desk that is always open.
"""


def walked(tasks, is_open, discipline):
    """When each task is solved. Tasks are (posted, effort, due) in whole minutes, in order of posting.

    Every minute: what has come joins the queue; if the desk is open, somebody without work takes the next by the
    discipline (a key of a task's number, posted and due), and works for a minute.
    """
    ends, waiting, left, current = {}, [], 0, None
    minute = 0
    while len(ends) < len(tasks):
        waiting += [number for number, task in enumerate(tasks) if task[0] == minute]
        if is_open(minute):
            if current is None and waiting:
                current = min(waiting, key=lambda number: (*discipline(tasks[number]), number))
                waiting.remove(current)
                left = tasks[current][1]
            if current is not None:
                left -= 1
                if left == 0:
                    ends[current] = minute + 1
                    current = None
        minute += 1
    return [ends[number] for number in range(len(tasks))]


def lindley(tasks):
    """When each task is solved on a desk that never closes: the wait is what the one before leaves of it.

    D. V. Lindley, 1952: W' = max(0, W + S - T), with S the effort before and T the time between the two.
    """
    ends, wait = [], 0
    for number, (posted, effort, *_) in enumerate(tasks):
        if number:
            before = tasks[number - 1]
            wait = max(0, wait + before[1] - (posted - before[0]))
        ends.append(posted + wait + effort)
    return ends
