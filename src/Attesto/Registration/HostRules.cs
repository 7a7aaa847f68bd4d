namespace Attesto.Registration;

/// <summary>Whose documents may be used: the block list first, then the allow list.</summary>
internal static class HostRules
{
    public static bool Allow(string host, ClientIdMetadataOptions options) =>
        !options.BlockedHosts.Any(rule => Matches(rule, host))
        && (options.AllowedHosts.Count == 0 || options.AllowedHosts.Any(rule => Matches(rule, host)));

    private static bool Matches(string rule, string host) =>
        rule.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length > rule.Length - 1 && host.EndsWith(rule[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(rule, host, StringComparison.OrdinalIgnoreCase);
}
