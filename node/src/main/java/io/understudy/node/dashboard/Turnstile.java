package io.understudy.node.dashboard;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * How many connections one address may begin: many at once, as of a house that opens its pages
 * together, and then so many a second. A handshake costs a millisecond of a core before anybody is
 * known, and a connection on which nothing comes stands for some seconds. Any thread may call.
 */
final class Turnstile implements Predicate<InetSocketAddress> {

    private static final int MOST_REMEMBERED = 2000;

    private final LongSupplier clock;
    private final int atOnce;
    private final long between;
    private final Map<String, Long> full =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    /**
     * @param clock monotonic, in nanoseconds
     * @param atOnce so many may come together
     * @param aSecond so many later
     */
    Turnstile(LongSupplier clock, int atOnce, int aSecond) {
        this.clock = clock;
        this.atOnce = atOnce;
        this.between = TimeUnit.SECONDS.toNanos(1) / aSecond;
    }

    @Override
    public boolean test(InetSocketAddress address) {
        return admits(RemoteAddress.of(address));
    }

    /**
     * Kept is until when an address would have to wait if each of its connections took its turn:
     * however far that lies ahead, it is no further than what may come at once takes.
     */
    synchronized boolean admits(String address) {
        long now = clock.getAsLong();
        long busy =
                Optional.ofNullable(full.get(address)).filter(until -> until - now > 0).orElse(now);
        if (busy - now > between * (atOnce - 1)) {
            return false;
        }
        full.put(address, busy + between);
        return true;
    }
}
