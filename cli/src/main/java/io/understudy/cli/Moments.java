package io.understudy.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Times as people type them. Pure. */
final class Moments {

    private Moments() {}

    /**
     * A time in UTC: whole, with a blank or a T between day and time, or a time of day, which is
     * the latest such that is not to come. Empty where it is none.
     */
    static Optional<Instant> parse(String word, Instant now) {
        try {
            String plain = word.strip().replaceFirst("[zZ]$", "");
            if (plain.length() > 10 && plain.charAt(4) == '-') {
                String day = plain.substring(0, 10);
                LocalTime time = LocalTime.parse(plain.substring(11));
                return Optional.of(LocalDate.parse(day).atTime(time).toInstant(ZoneOffset.UTC));
            }
            LocalTime time = LocalTime.parse(plain);
            Instant today =
                    LocalDate.ofInstant(now, ZoneOffset.UTC).atTime(time).toInstant(ZoneOffset.UTC);
            return Optional.of(today.isAfter(now) ? today.minus(Duration.ofDays(1)) : today);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
