#!/usr/bin/perl
# The server of the lab's clusters: answers every request, for as long as it runs. Where /etc/server-broken is, it ends at
# once, as one does whose host lacks something.
use strict;
use warnings;
use IO::Socket::INET;

die "needed a host without /etc/server-broken\n" if -e '/etc/server-broken';
# What it found where its files are, for whoever compares that with what was written there.
system('sha256sum /srv/carried/* >>/var/log/started-with 2>/dev/null');
my $port = shift @ARGV;
my $listener = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => $port, Listen => 64, ReuseAddr => 1)
    or die "needed port $port: $@\n";
while (my $client = $listener->accept) {
    while (defined(my $line = <$client>)) {
        last if $line =~ /^\r?\n$/;
    }
    print $client "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nok\n";
    close $client;
}
