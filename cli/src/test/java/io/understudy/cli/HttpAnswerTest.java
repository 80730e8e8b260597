package io.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {

    @Test
    void isReadWithItsBodyInUtf8() {
        assertThat(read("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 4\r\nX: y\r\n\r\né\r\n"))
                .contains(new HttpAnswer(200, "é\r\n"));
        assertThat(read("HTTP/1.1 503 \r\nContent-length: 0\r\n\r\n"))
                .contains(new HttpAnswer(503, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "HTTP/1.1 200 OK\r\nContent-length: 4\r\n",
                "HTTP/1.1 200 OK\r\nContent-length: 4\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-length: 4\r\n\r\nabcde",
                "HTTP/1.1 200 OK\r\nContent-length: -4\r\n\r\nabcd",
                "HTTP/1.1 200 OK\r\n\r\nContent-length: 4\r\n\r\nabcd",
                "HTTP/1.1 OK\r\nContent-length: 4\r\n\r\nabcd",
                "SSH-2.0 200 OK\r\nContent-length: 4\r\n\r\nabcd",
            })
    void isNoneWhereAnythingIsMissing(String text) {
        assertThat(read(text)).isEmpty();
    }

    private static Optional<HttpAnswer> read(String text) {
        return HttpAnswer.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
