using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>A client as a page may show it. What it says about itself is cut to one line, and its logo is shown only where the host vouches for it: anybody
/// can register the name and the picture of somebody else (RFC 7591 §5).</summary>
public sealed record ClientDisplay
{
    private const int LongestName = 64;

    /// <summary>Its name; its <c>client_id</c> if it has none.</summary>
    public required string Name { get; init; }

    /// <summary>The host that published its metadata document, which was fetched from there; null for all other clients.</summary>
    public string? VerifiedHost { get; init; }

    /// <summary>True if only the client itself has said who it is.</summary>
    public bool IsSelfDescribed { get; init; }

    /// <summary>Its logo, an https URL, or null.</summary>
    public string? LogoUri { get; init; }

    /// <summary>The page about it, an https URL, or null.</summary>
    public string? Uri { get; init; }

    /// <summary>Its privacy policy, an https URL, or null.</summary>
    public string? PolicyUri { get; init; }

    /// <summary>Its terms of service, an https URL, or null.</summary>
    public string? TosUri { get; init; }

    /// <summary>A client, made fit for a page, in the page's language where it has a name in it.</summary>
    /// <param name="http">The request for the page.</param>
    /// <param name="client">The client.</param>
    /// <returns>What may be shown of it.</returns>
    public static ClientDisplay Of(HttpContext http, Client client)
    {
        ArgumentNullException.ThrowIfNull(http);
        var display = Of(client, PageLanguage.Wanted(http));
        if (display.LogoUri is { } logo)
        {
            http.Features.Set(new LogoOrigin(new Uri(logo).GetLeftPart(UriPartial.Authority)));
        }

        return display;
    }

    internal static ClientDisplay Of(Client client, IEnumerable<string> languages)
    {
        ArgumentNullException.ThrowIfNull(client);
        var host = client.Origin is ClientOrigin.MetadataDocument && System.Uri.TryCreate(client.Id, UriKind.Absolute, out var document) ? document.IdnHost : null;
        return new ClientDisplay
        {
            Name = ShownText.Of(LocalizedText.Find(client.LocalizedNames, languages, client.Name) ?? "", LongestName) is { Length: > 0 } name
                ? name
                : ShownText.Of(client.Id, LongestName),
            VerifiedHost = host,
            IsSelfDescribed = client.Origin is not ClientOrigin.Host,
            LogoUri = client.Origin is ClientOrigin.Host ? SafeUri(client.LogoUri) : null,
            Uri = SafeUri(client.Uri),
            PolicyUri = SafeUri(client.PolicyUri),
            TosUri = SafeUri(client.TosUri),
        };
    }

    private static string? SafeUri(string? uri) => System.Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" ? parsed.AbsoluteUri : null;
}
