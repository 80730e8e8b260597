package io.understudy.demo.worker;

import io.understudy.demo.Form;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * What a build does: a chain of hashes over its name, in slices with a rest between, so that it
 * takes half a second to two and leaves the machine to others. The same build has the same result
 * wherever it runs.
 */
final class Work {

    private static final int SLICES = 10;
    private static final int HASHES_PER_SLICE = 2_000;

    private final MessageDigest digest;
    private final Duration rest;
    private byte[] hash;
    private int slice;

    Work(Form assignment) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        String name = assignment.get("pipeline") + "/" + assignment.get("number");
        hash = digest.digest(name.getBytes(StandardCharsets.UTF_8));
        rest = Duration.ofMillis(50 + (hash[0] & 0xFF) * 150 / 255);
    }

    boolean finished() {
        return slice == SLICES;
    }

    /** Does the next tenth; blocks for 50 to 200 ms. */
    void next() throws InterruptedException {
        for (int i = 0; i < HASHES_PER_SLICE; i++) {
            hash = digest.digest(hash);
        }
        slice++;
        Thread.sleep(rest);
    }

    String result() {
        return HexFormat.of().formatHex(hash);
    }
}
