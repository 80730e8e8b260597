package io.understudy.node.notify;

import io.understudy.node.notify.Channel.Webhook;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Posts a letter. The receiver knows by {@code Understudy-Signature: t=SECONDS,v1=HEX} that it is
 * ours and new: HMAC-SHA256, by the shared secret, of SECONDS, a full stop and the body.
 */
final class WebhookCourier {

    private static final Duration LONGEST_WISH = Duration.ofHours(1);

    private final InstantSource clock;
    private final LetterJson json = new LetterJson();

    WebhookCourier(InstantSource clock) {
        this.clock = clock;
    }

    Delivery deliver(Webhook hook, Letter letter, Duration deadline) throws InterruptedException {
        return switch (SecretFile.read(hook.secret())) {
            case SecretFile.Reading.Unusable(String why) -> new Delivery.Later(why);
            case SecretFile.Reading.Read(String secret) -> {
                try (HttpClient client =
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .followRedirects(HttpClient.Redirect.NEVER)
                                .connectTimeout(deadline)
                                .sslContext(Trust.of(hook.authority()))
                                .build()) {
                    Delivery delivery = post(client, request(hook, letter, secret), deadline);
                    client.shutdownNow();
                    yield delivery;
                } catch (IOException e) {
                    yield new Delivery.Later(String.valueOf(e.getMessage()));
                }
            }
        };
    }

    private HttpRequest request(Webhook hook, Letter letter, String secret) {
        String body = json.write(letter);
        long seconds = clock.instant().getEpochSecond();
        return HttpRequest.newBuilder(hook.url())
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "understudy")
                .header("Idempotency-Key", letter.id())
                .header(
                        "Understudy-Signature",
                        "t=%d,v1=%s".formatted(seconds, signature(secret, seconds + "." + body)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    static String signature(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java always has HmacSHA256", e);
        }
    }

    private Delivery post(HttpClient client, HttpRequest request, Duration deadline)
            throws InterruptedException {
        try {
            HttpResponse<Void> answer =
                    client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                            .get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            return judged(answer);
        } catch (TimeoutException _) {
            client.shutdownNow();
            return new Delivery.Later("no answer within %d ms".formatted(deadline.toMillis()));
        } catch (ExecutionException e) {
            return new Delivery.Later(reason(e.getCause()));
        }
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "it failed";
        }
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            return "no connection: nothing listens there, or it can't be reached";
        }
        String words = cause.getMessage();
        return words == null || words.isBlank() ? cause.getClass().getSimpleName() : words;
    }

    private Delivery judged(HttpResponse<Void> answer) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            return new Delivery.Done();
        }
        String said = "HTTP status " + status;
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Delivery.Later(
                    said,
                    answer.headers()
                            .firstValue("Retry-After")
                            .map(this::wish)
                            .orElse(Duration.ZERO));
        }
        return new Delivery.Refused(
                status >= 300 && status < 400
                        ? said + ", and redirects are not followed: correct the url"
                        : said);
    }

    /** Seconds, or a date. */
    private Duration wish(String text) {
        try {
            Duration wait =
                    text.matches("[0-9]{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(text))
                            : Duration.between(
                                    clock.instant(),
                                    Instant.from(
                                            ZonedDateTime.parse(
                                                    text, DateTimeFormatter.RFC_1123_DATE_TIME)));
            if (wait.isNegative()) {
                return Duration.ZERO;
            }
            return wait.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wait;
        } catch (DateTimeException _) {
            return Duration.ZERO;
        }
    }
}
