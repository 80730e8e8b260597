package io.understudy.node.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that moves from host to host, and where it belongs on this one.
 *
 * @param address of IPv4 or IPv6, without a zone
 * @param prefix how many bits of it are the network's
 * @param device the interface, such as {@code eth0} or {@code Ethernet 2}
 */
public record VirtualAddress(InetAddress address, int prefix, String device) {

    private static final Pattern FOUR_PARTS = Pattern.compile("\\d+(\\.\\d+){3}");
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:@-]{0,62}");

    public VirtualAddress {
        if (address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || address.isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "needed an address that one host can hold, found " + text(address));
        }
        int bits = address.getAddress().length * Byte.SIZE;
        if (prefix < 1 || prefix > bits) {
            throw new IllegalArgumentException(
                    "needed a prefix of 1 to %d bits for %s, found %d"
                            .formatted(bits, text(address), prefix));
        }
        if (!DEVICE.matcher(device).matches()) {
            throw new IllegalArgumentException(
                    "needed an interface's name, such as eth0, found '" + device + "'");
        }
    }

    /**
     * Reads what a person gave.
     *
     * @param ip with its prefix after a slash, or without where the mask is given
     * @param mask a prefix such as {@code 24}, or {@code 255.255.255.0}; empty where the prefix
     *     stands with the address
     * @throws IllegalArgumentException with one sentence, where it is none
     */
    public static VirtualAddress parse(String ip, String mask, String device) {
        int slash = ip.indexOf('/');
        String bits = slash < 0 ? mask : ip.substring(slash + 1);
        if (bits.isEmpty()) {
            throw new IllegalArgumentException(
                    "needed the mask of %s, found none; write %s/24, or give --netmask"
                            .formatted(ip, ip));
        }
        if (slash >= 0 && !mask.isEmpty()) {
            throw new IllegalArgumentException(
                    "needed one mask, found two: /%s and %s".formatted(bits, mask));
        }
        return new VirtualAddress(
                literal(slash < 0 ? ip : ip.substring(0, slash)), prefix(bits), device);
    }

    private static InetAddress literal(String text) {
        try {
            // Java takes 192.0.2 for 192.0.0.2.
            if (text.contains(":") || FOUR_PARTS.matcher(text).matches()) {
                return InetAddress.ofLiteral(text);
            }
        } catch (IllegalArgumentException _) {
            // The sentence is the same.
        }
        throw new IllegalArgumentException(
                "needed an IPv4 or IPv6 address, such as 192.0.2.50, found '" + text + "'");
    }

    private static int prefix(String bits) {
        if (bits.chars().allMatch(Character::isDigit) && bits.length() <= 3) {
            return Integer.parseInt(bits);
        }
        IllegalArgumentException none =
                new IllegalArgumentException(
                        "needed a mask such as 24 or 255.255.255.0, found '" + bits + "'");
        if (!bits.contains(".")) {
            throw none;
        }
        int mask = 0;
        for (byte part : literal(bits).getAddress()) {
            mask = (mask << Byte.SIZE) | (part & 0xFF);
        }
        int ones = Integer.numberOfLeadingZeros(~mask);
        if (ones < Integer.SIZE && mask << ones != 0) {
            throw none;
        }
        return ones;
    }

    public boolean isIpv6() {
        return address instanceof Inet6Address;
    }

    /** Without a zone: {@code 192.0.2.50}, {@code 2001:db8::50}. */
    public String ip() {
        return text(address);
    }

    /** With its prefix: {@code 192.0.2.50/24}. */
    public String withPrefix() {
        return ip() + "/" + prefix;
    }

    /** The mask of an IPv4 address: {@code 255.255.255.0}. */
    String netmask() {
        if (!(address instanceof Inet4Address)) {
            throw new IllegalStateException("only an IPv4 address has a netmask");
        }
        int mask = prefix == Integer.SIZE ? -1 : ~(-1 >>> prefix);
        return "%d.%d.%d.%d"
                .formatted(mask >>> 24, (mask >>> 16) & 0xFF, (mask >>> 8) & 0xFF, mask & 0xFF);
    }

    /** Whether that text is this very address, however it is written. */
    boolean isWrittenAs(String text) {
        try {
            return InetAddress.ofLiteral(text).equals(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String whole = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? shortened(whole) : whole;
    }

    /** The longest run of zeros, of at least two, becomes {@code ::} (RFC 5952, section 4.2). */
    private static String shortened(String ipv6) {
        Matcher zeros = ZEROS.matcher(ipv6);
        int start = 0;
        int end = 0;
        while (zeros.find()) {
            if (zeros.end() - zeros.start() > end - start) {
                start = zeros.start();
                end = zeros.end();
            }
        }
        return end == start ? ipv6 : ipv6.substring(0, start) + "::" + ipv6.substring(end);
    }
}
