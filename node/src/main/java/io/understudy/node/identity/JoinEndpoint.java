package io.understudy.node.identity;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Map;

/**
 * {@code POST /v1/join} over any HTTP server: the only path that a certificate with {@link
 * Purpose#JOIN} is good for. Any thread may call.
 */
public final class JoinEndpoint {

    public static final String PATH = "/v1/join";

    /** A request longer than this is refused unread. */
    public static final int MOST_BYTES = 64 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Admissions admissions;

    public JoinEndpoint(Admissions admissions) {
        this.admissions = admissions;
    }

    /** An HTTP status and a JSON body. The body may hold secrets: never log it. */
    public record Reply(int status, String body) {}

    /** Answers a request; {@code client} is the certificate that its TLS connection showed. */
    public Reply answer(X509Certificate client, byte[] body) {
        try {
            if (body.length > MOST_BYTES) {
                return problem(413, "needed a request of at most 64 kB");
            }
            JoinRequest request = JSON.readValue(body, JoinRequest.class);
            if (request.node() == null || request.signingRequest() == null) {
                return problem(400, "needed a node's name and its signing request");
            }
            return switch (admissions.admit(client, request)) {
                case JoinAnswer.Admitted admitted ->
                        new Reply(200, JSON.writeValueAsString(admitted));
                case JoinAnswer.Refused(String why) -> problem(403, why);
                case JoinAnswer.Failed(String why) -> problem(500, why);
            };
        } catch (JacksonException _) {
            return problem(400, "needed a join request as JSON, found something else");
        } catch (IOException e) {
            return problem(500, "needed to read the request: " + Sentences.why(e));
        }
    }

    /** Reads an answer again, at the side of the node that joins. */
    static JoinAnswer read(Reply reply) {
        try {
            if (reply.status() == 200) {
                return JSON.readValue(reply.body(), JoinAnswer.Admitted.class);
            }
            String why = JSON.readTree(reply.body()).path("error").asText("no reason given");
            return reply.status() >= 500 ? new JoinAnswer.Failed(why) : new JoinAnswer.Refused(why);
        } catch (IOException | RuntimeException _) {
            return new JoinAnswer.Failed(
                    "needed an answer as JSON, found something else with status " + reply.status());
        }
    }

    static String write(JoinRequest request) {
        try {
            return JSON.writeValueAsString(request);
        } catch (JacksonException e) {
            throw new IllegalStateException("a request can be written as JSON", e);
        }
    }

    private static Reply problem(int status, String why) {
        try {
            return new Reply(status, JSON.writeValueAsString(Map.of("error", why)));
        } catch (JacksonException e) {
            throw new IllegalStateException("a text can be written as JSON", e);
        }
    }
}
