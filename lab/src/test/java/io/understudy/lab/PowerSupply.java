package io.understudy.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands outside of the hosts and takes their power when one of them asks for it, whatever the
 * network is like; its answer comes once the host is off.
 */
final class PowerSupply implements AutoCloseable {

    private static final String ASKED = "/srv/power/asked";
    private static final long EVERY_MILLIS = 20;

    private static final String OFF =
            """
            #!/bin/sh
            if [ -e /srv/power/broken ]; then
              echo 'no route to the power supply' >&2
              exit 1
            fi
            rm -f "/srv/power/is-off-$1"
            echo "$1" >/srv/power/asked
            while [ ! -e "/srv/power/is-off-$1" ]; do sleep 0.05; done
            """;

    private static final String STATUS =
            """
            #!/bin/sh
            test ! -e /srv/power/broken && echo "$1 is on"
            """;

    private final Lab lab;
    private final List<Host> wired = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;

    PowerSupply(Lab lab) {
        this.lab = lab;
    }

    /** Puts the commands on a host that is to reach it. */
    void wire(Host host) throws LabException {
        host.shell("mkdir -p /srv/power");
        host.feed(OFF, "sh", "-c", "cat >/srv/power/off && chmod 755 /srv/power/off");
        host.feed(STATUS, "sh", "-c", "cat >/srv/power/status && chmod 755 /srv/power/status");
        wired.add(host);
        Thread.ofPlatform().daemon().name("power-for-" + host.name()).start(() -> serve(host));
    }

    private void serve(Host host) {
        Path question = host.file(ASKED);
        while (open) {
            try {
                if (Files.exists(question) && host.hasPower()) {
                    String node = host.run("cat", ASKED).strip();
                    if (!node.isEmpty()) {
                        host.run("rm", ASKED);
                        asked.add(node);
                        lab.powerOff(lab.host(node));
                        host.run("touch", "/srv/power/is-off-" + node);
                    }
                }
                Thread.sleep(EVERY_MILLIS);
            } catch (LabException _) {
                // The one who asked has lost its own power.
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /** Whose power was taken, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** From now on nobody reaches it. */
    void breaks() throws LabException {
        for (Host host : wired) {
            host.run("touch", "/srv/power/broken");
        }
    }

    @Override
    public void close() {
        open = false;
    }
}
