package io.understudy.node.identity;

import io.understudy.node.config.ConfigFile;
import io.understudy.node.config.ConfigResult;
import io.understudy.node.pem.Pem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Brings this node into a cluster. Its private key is made here and never leaves. */
public final class Joining {

    /**
     * A founder that is there takes a connection at once; its answer takes a process of its own.
     */
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Duration deadline;

    /**
     * Joins with a token.
     *
     * @param deadline for the founder's answer
     */
    public Joining(InstantSource clock, Duration deadline) {
        this.clock = clock;
        this.deadline = deadline;
    }

    /** Blocks up to the deadline and some seconds. Never touches a home that has an identity. */
    public Enrolment join(JoinToken token, NodeHome home) {
        if (home.hasIdentity()) {
            return new Enrolment.Refused(Sentences.alreadyEnrolled(home));
        }
        Instant until = token.identity().certificate().getNotAfter().toInstant();
        if (clock.instant().isAfter(until)) {
            return new Enrolment.Refused(
                    "needed a token that is still valid, found one that expired at %s; type on %s: understudy token %s"
                            .formatted(until, token.founder(), token.node()));
        }
        try {
            KeyPair pair = Authority.newKeyPair();
            JoinRequest request =
                    new JoinRequest(token.node().name(), SigningRequest.write(token.node(), pair));
            return switch (ask(token, request)) {
                case JoinAnswer.Refused(String why) -> new Enrolment.Refused(why);
                case JoinAnswer.Failed(String why) -> new Enrolment.Failed(why);
                case JoinAnswer.Admitted admitted -> moveIn(token, admitted, pair, home);
            };
        } catch (IOException | GeneralSecurityException e) {
            return new Enrolment.Failed(Sentences.cannotWrite(home, e));
        }
    }

    private JoinAnswer ask(JoinToken token, JoinRequest request) {
        String peer = token.founder() + " at " + token.endpoint();
        ClusterTls tls = new ClusterTls(token.identity(), clock);
        try (HttpClient client = tls.httpClient(token.founder(), LONGEST_CONNECT)) {
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "https://"
                                                            + token.endpoint()
                                                            + JoinEndpoint.PATH))
                                    .timeout(deadline)
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    JoinEndpoint.write(request)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return JoinEndpoint.read(
                    new JoinEndpoint.Reply(response.statusCode(), response.body()));
        } catch (IOException e) {
            return new JoinAnswer.Failed(TlsFailure.sentence(e, peer));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new JoinAnswer.Failed("needed an answer from " + peer + ", was interrupted");
        }
    }

    private Enrolment moveIn(
            JoinToken token, JoinAnswer.Admitted admitted, KeyPair pair, NodeHome home)
            throws IOException, GeneralSecurityException {
        if (ConfigFile.parse(admitted.configuration())
                instanceof ConfigResult.Mistakes(var mistakes)) {
            return new Enrolment.BadConfig(mistakes);
        }
        X509Certificate certificate = Pem.certificate(admitted.certificate());
        Optional<String> problem = problem(token, certificate, pair.getPublic());
        if (problem.isPresent()) {
            return new Enrolment.Failed(problem.get());
        }
        Identity identity =
                new Identity(
                        new PeerIdentity(token.identity().cluster(), token.node(), Purpose.NODE),
                        certificate,
                        pair.getPrivate(),
                        token.identity().authority());
        new HomeWriter(home)
                .write(
                        new HomeWriter.Content(
                                admitted.configuration(),
                                admitted.secrets(),
                                identity,
                                Optional.empty()));
        return new Enrolment.Enrolled(identity);
    }

    private Optional<String> problem(JoinToken token, X509Certificate certificate, PublicKey key) {
        CertificateCheck check =
                new CertificateCheck(token.identity().cluster(), token.identity().authority());
        return check.problem(certificate, Set.of(Purpose.NODE), clock.instant())
                .or(() ->
                        certificate.getPublicKey().equals(key) && names(certificate, token)
                                ? Optional.empty()
                                : Optional.of(
                                        "needed a certificate for this node's name and key,"
                                                + " found one for another"));
    }

    private static boolean names(X509Certificate certificate, JoinToken token) {
        return PeerIdentity.of(certificate)
                .filter(peer -> peer.name().equals(token.node()))
                .isPresent();
    }
}
