namespace Attesto.Clients;

/// <summary>Which client authentication methods the host accepts.</summary>
internal static class OfferedMethods
{
    /// <summary>True if clients may authenticate that way: as configured, else what is usual, and certificates where mutual TLS is on.</summary>
    public static bool Offers(this AttestoOptions options, string method) => options.ClientAuthentication.Methods is { } configured
        ? configured.Contains(method)
        : AuthenticationMethods.Usual.Contains(method, StringComparer.Ordinal)
            || (options.Mtls.Enabled && method is (AuthenticationMethods.TlsClientAuth or AuthenticationMethods.SelfSignedTlsClientAuth));
}
