package io.understudy.node.arbiter;

import io.understudy.node.arbiter.ZooKeeperSettings.Credentials;
import io.understudy.node.arbiter.ZooKeeperSettings.Member;
import io.understudy.node.arbiter.ZooKeeperSettings.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * How a member of an ensemble outside of the nodes is reached, and how one proves to it who one is.
 *
 * @param rights that follow from that
 */
record Dialling(
        ZKClientConfig config,
        MemberProbe probe,
        Optional<byte[]> login,
        int sessionMillis,
        Rights rights) {

    /**
     * Reads what it needs from files, once.
     *
     * @throws ArbiterUnavailableException when a person has to mend one of them
     */
    static Dialling of(ZooKeeperSettings settings) throws ArbiterUnavailableException {
        ZKClientConfig config = unsecured();
        MemberProbe probe =
                switch (settings.transport()) {
                    case Transport.Plain() ->
                            MemberProbe.inClearText(settings.patience().connect());
                    case Transport.Tls tls -> {
                        KeyStores stores = KeyStores.writeForClient(tls.files(), tls.folder());
                        secure(config, stores, tls.checkNames());
                        yield MemberProbe.byTls(stores, tls, settings.patience().connect());
                    }
                };
        Optional<byte[]> login = Optional.empty();
        Rights rights =
                switch (settings.credentials()) {
                    case Credentials.Login(String user, var file) -> {
                        String password = PasswordFile.read(file);
                        login =
                                Optional.of(
                                        (user + ":" + password).getBytes(StandardCharsets.UTF_8));
                        yield Rights.ofUser(user, password);
                    }
                    case Credentials.SharedCertificate() ->
                            Rights.ofCertificate(certificate(settings.transport()));
                    case Credentials.NodeCertificates(var nodes) ->
                            Rights.ofNodes(certificate(settings.transport()), nodes);
                };
        // It holds a watch and nothing else; the ensemble sets the time by its own limits.
        int session = (int) settings.patience().answer().multipliedBy(8).toMillis();
        return new Dialling(config, probe, login, session, rights);
    }

    private static X509Certificate certificate(Transport transport)
            throws ArbiterUnavailableException {
        return switch (transport) {
            case Transport.Tls tls ->
                    KeyStores.certificates("certificate", tls.files().certificate()).getFirst();
            case Transport.Plain() ->
                    throw new IllegalArgumentException("without TLS nobody shows a certificate");
        };
    }

    private static ZKClientConfig unsecured() {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        config.setProperty(
                ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET,
                "org.apache.zookeeper.ClientCnxnSocketNetty");
        return config;
    }

    private static void secure(ZKClientConfig config, KeyStores stores, boolean checkNames) {
        String prefix = "zookeeper.ssl.";
        config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
        config.setProperty(prefix + "protocol", "TLSv1.3");
        config.setProperty(prefix + "enabledProtocols", "TLSv1.3,TLSv1.2");
        config.setProperty(prefix + "keyStore.location", stores.identity().toString());
        config.setProperty(prefix + "keyStore.type", KeyStores.TYPE);
        config.setProperty(prefix + "trustStore.location", stores.trusted().toString());
        config.setProperty(prefix + "trustStore.type", KeyStores.TYPE);
        config.setProperty(prefix + "hostnameVerification", Boolean.toString(checkNames));
    }

    /** Returns at once; the watcher is told whether it connects. */
    ZooKeeper dial(Member member, Watcher watcher) throws IOException {
        ZooKeeper zooKeeper = new ZooKeeper(member.toString(), sessionMillis, watcher, config);
        login.ifPresent(known -> zooKeeper.addAuthInfo("digest", known));
        return zooKeeper;
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "Dialling[" + rights.who() + "]";
    }
}
