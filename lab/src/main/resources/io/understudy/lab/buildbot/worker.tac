import os
from buildbot_worker.bot import Worker
from twisted.application import service

basedir = os.path.abspath(os.path.dirname(__file__))
application = service.Application('buildbot-worker')
# One address, whoever has it; and a word every 3 s, by which a worker finds out that its master is gone.
keepalive = 3
s = Worker('192.0.2.50', 9989, os.path.basename(basedir), 'lab', basedir, keepalive)
s.setServiceParent(application)
