package io.understudy.node.loop;

import io.understudy.core.model.Moment;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The kernel's clock since boot, which also counts while the host is suspended: a node that slept
 * through its lease wakes up without it. The guard has the same one. {@link System#nanoTime} stands
 * still meanwhile.
 */
final class BootClock implements Monotonic {

    private static final int CLOCK_BOOTTIME = 7;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final MethodHandle clockGettime;

    @SuppressWarnings("restricted") // the program is started with --enable-native-access
    BootClock() {
        Linker linker = Linker.nativeLinker();
        // It returns at once and calls nothing back; so it may see an array of ours as it is.
        clockGettime =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("clock_gettime"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
                        Linker.Option.critical(true));
    }

    @Override
    public Moment now() {
        long[] time = new long[2];
        int status;
        try {
            status = (int) clockGettime.invokeExact(CLOCK_BOOTTIME, MemorySegment.ofArray(time));
        } catch (Throwable e) {
            throw new IllegalStateException("the clock since boot can't be read", e);
        }
        if (status != 0) {
            throw new IllegalStateException("this kernel has no clock since boot");
        }
        return new Moment(Math.addExact(time[0] * NANOS_PER_SECOND, time[1]));
    }
}
