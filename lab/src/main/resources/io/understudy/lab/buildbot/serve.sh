#!/bin/sh
# The master with its address, for as long as it runs.
address=192.0.2.50/24
/usr/local/bin/understudy address assign --ip $address --interface eth0 || exit 1
trap 'ip address del $address dev eth0; kill $master; wait $master' TERM
setpriv --reuid=buildbot --regid=buildbot --init-groups -- /usr/bin/buildbot start --nodaemon &
master=$!
wait $master
status=$?
ip address del $address dev eth0
exit $status
