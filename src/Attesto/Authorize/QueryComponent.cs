namespace Attesto.Authorize;

/// <summary>Adds parameters to a URI that is kept byte for byte, its own query included (RFC 6749 §3.1.2).</summary>
internal static class QueryComponent
{
    internal static string Append(string uri, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var separator =
            !uri.Contains('?', StringComparison.Ordinal) ? "?" :
            uri[^1] is '?' or '&' ? "" :
            "&";
        return uri + separator + Encode(parameters);
    }

    internal static string Encode(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join('&', parameters.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
}
