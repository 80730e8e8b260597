# client.py HOST PORT: asks a master for its first word again and again; told a category by a line, it brings a change of that
# category as a repository's hook would, as often as it takes, and ends. Its clock is the monotonic one, in nanoseconds.
import select
import socket
import sys
import time

from buildbot.clients.sendchange import Sender
from twisted.internet import reactor

HOST, PORT = sys.argv[1], int(sys.argv[2])


def say(*words):
    print(*words, flush=True)


def answers():
    try:
        with socket.create_connection((HOST, PORT), timeout=0.25) as master:
            master.settimeout(1)
            return b'pb' in master.recv(64)
    except OSError:
        return False


def bring(category):
    sender = Sender(f'{HOST}:{PORT}', ('change', 'lab'))

    def attempt():
        sent = sender.send(branch=None, revision=None, comments='', files=['file'], who='lab', category=category)
        sent.addTimeout(5, reactor)
        sent.addCallbacks(taken, lambda _: reactor.callLater(0.2, attempt))

    def taken(_):
        say('taken', time.monotonic_ns(), 0)
        reactor.stop()

    reactor.callWhenRunning(attempt)
    reactor.run()


say('ready', time.monotonic_ns(), 0)
while not select.select([sys.stdin], [], [], 0.05)[0]:
    asked = time.monotonic_ns()
    if answers():
        say('answer', asked, time.monotonic_ns())
told = sys.stdin.readline().strip()
if told:
    bring(told)
