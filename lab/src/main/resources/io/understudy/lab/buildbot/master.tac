import os
from twisted.application import service
from buildbot.master import BuildMaster

basedir = os.path.abspath(os.path.dirname(__file__))
application = service.Application('buildmaster')
m = BuildMaster(basedir, 'master.cfg', None)
m.setServiceParent(application)
# The same on both hosts: what the one began, the other may go on with at once.
m.name = "ci"
