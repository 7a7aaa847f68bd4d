namespace Attesto.Resources;

/// <summary>The audiences that a token of this server may name: its own, the listed ones, and the client's.</summary>
internal static class ServedAudiences
{
    public static bool Contains(string value, Client client, AttestoOptions options) =>
        string.Equals(value, options.Audience, StringComparison.Ordinal)
        || options.ResourcesSupported.Contains(value)
        || client.AllowedResources.Contains(value, StringComparer.Ordinal);
}
