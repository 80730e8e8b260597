package io.understudy.node.notify;

import io.understudy.node.notify.Channel.Email;
import io.understudy.node.notify.Channel.Security;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Gives a letter to a mail server, by a way that is protected and to a server that is proved. */
final class MailCourier {

    Delivery deliver(Email email, Letter letter, Duration deadline) {
        Optional<String> password = Optional.empty();
        if (email.login().isPresent()) {
            switch (SecretFile.read(email.login().get().passwordFile())) {
                case SecretFile.Reading.Unusable(String why) -> {
                    return new Delivery.Later(why);
                }
                case SecretFile.Reading.Read(String secret) -> password = Optional.of(secret);
            }
        }
        try {
            send(email, letter, password, settings(email, deadline));
            return new Delivery.Done();
        } catch (AuthenticationFailedException e) {
            return new Delivery.Later(
                    "the mail server refuses the login of %s: %s"
                            .formatted(
                                    email.login().map(Channel.Login::user).orElse("nobody"),
                                    line(e)));
        } catch (SendFailedException e) {
            return isForGood(e) ? new Delivery.Refused(line(e)) : new Delivery.Later(line(e));
        } catch (MessagingException | IOException e) {
            return new Delivery.Later(line(e));
        }
    }

    private static Properties settings(Email email, Duration deadline) throws IOException {
        Channel.Relay relay = email.relay();
        String most = Long.toString(deadline.toMillis());
        Properties settings = new Properties();
        settings.put("mail.transport.protocol", "smtp");
        settings.put("mail.smtp.host", relay.host());
        settings.put("mail.smtp.port", Integer.toString(relay.port()));
        settings.put("mail.smtp.connectiontimeout", most);
        settings.put("mail.smtp.timeout", most);
        settings.put("mail.smtp.writetimeout", most);
        settings.put("mail.smtp.auth", Boolean.toString(email.login().isPresent()));
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
        settings.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        if (relay.security() != Security.NONE) {
            settings.put(
                    "mail.smtp.ssl.socketFactory", Trust.of(relay.authority()).getSocketFactory());
        }
        boolean upgrade = relay.security() == Security.STARTTLS;
        settings.put("mail.smtp.starttls.enable", Boolean.toString(upgrade));
        settings.put("mail.smtp.starttls.required", Boolean.toString(upgrade));
        settings.put("mail.smtp.ssl.enable", Boolean.toString(relay.security() == Security.TLS));
        return settings;
    }

    private static void send(
            Email email, Letter letter, Optional<String> password, Properties settings)
            throws MessagingException {
        Session session = Session.getInstance(settings);
        MimeMessage message = new Numbered(session, letter);
        message.setFrom(new InternetAddress(email.from()));
        for (String to : email.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
        }
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(letter.at()));
        message.setText(letter.text(), StandardCharsets.UTF_8.name());
        // So that no holiday notice answers, and a mail program shows one matter as one thread.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("References", "<" + letter.key().replace('/', '.') + "@understudy>");
        message.setHeader("X-Understudy-Key", letter.key());
        message.saveChanges();
        try (Transport transport = session.getTransport()) {
            if (email.login().isPresent() && password.isPresent()) {
                transport.connect(email.login().get().user(), password.get());
            } else {
                transport.connect();
            }
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    /** A mail that comes twice has the same number. */
    private static final class Numbered extends MimeMessage {
        private final String id;

        Numbered(Session session, Letter letter) {
            super(session);
            this.id = "<" + letter.id() + "@" + letter.node() + "." + letter.cluster() + ">";
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }

    /** A status of 5xx is a no. */
    private static boolean isForGood(Exception e) {
        return switch (e) {
            case SMTPSendFailedException failed when failed.getReturnCode() >= 400 ->
                    failed.getReturnCode() >= 500;
            case SMTPAddressFailedException failed -> failed.getReturnCode() >= 500;
            case MessagingException other when other.getNextException() != null ->
                    isForGood(other.getNextException());
            default -> false;
        };
    }

    private static String line(Exception e) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof MessagingException outer && outer.getNextException() != null) {
            String inner = String.valueOf(outer.getNextException().getMessage());
            text = text.contains(inner) ? text : text + ": " + inner;
        }
        String flat = text.replaceAll("\\s+", " ").strip();
        return flat.length() <= 300 ? flat : flat.substring(0, 300);
    }
}
