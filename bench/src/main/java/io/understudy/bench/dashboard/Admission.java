package io.understudy.bench.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * By what a program gets to the page.
 *
 * @param program the installed {@code understudy}
 * @param home of a node
 */
record Admission(Path program, Path home) {

    /** A new one of a viewer's. */
    String token() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        program.toString(),
                                        "token",
                                        "add",
                                        "bench",
                                        "--home",
                                        home.toString()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String token = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("needed a token, found that understudy token add failed");
        }
        return token.strip();
    }

    /** Trusts the cluster's own authority, and no other. */
    HttpClient client() throws IOException {
        try (InputStream in = Files.newInputStream(home.resolve("identity/ca.crt"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext tls = SSLContext.getInstance("TLSv1.3");
            tls.init(null, trust.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .sslContext(tls)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IOException("needed the cluster's authority, found: " + e.getMessage(), e);
        }
    }
}
