namespace Attesto.AspNetCore;

/// <summary>Where an answer goes, as a person can be told: the one thing about an unknown client that cannot be made up.</summary>
/// <param name="Name">The host, with its port if that is not the usual one; or the scheme of an application on this device.</param>
/// <param name="Kind">What it is.</param>
public sealed record RedirectTarget(string Name, RedirectTargetKind Kind)
{
    private const int Longest = 64;

    /// <summary>The target of a redirect URI, whatever its form. Nothing throws.</summary>
    /// <param name="redirectUri">The redirect URI.</param>
    /// <returns>Its target.</returns>
    public static RedirectTarget Of(string redirectUri)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        if (Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http")
        {
            var host = uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}";
            return new RedirectTarget(ShownText.Of(host, Longest), uri.IsLoopback ? RedirectTargetKind.ThisDevice : RedirectTargetKind.Site);
        }

        var colon = redirectUri.IndexOf(':', StringComparison.Ordinal);
        return new RedirectTarget(ShownText.Of(colon > 0 ? redirectUri[..colon] : redirectUri, Longest), RedirectTargetKind.Application);
    }
}

/// <summary>What a redirect target is.</summary>
public enum RedirectTargetKind
{
    /// <summary>A web site.</summary>
    Site,

    /// <summary>A program that listens on this device (RFC 8252 §7.3).</summary>
    ThisDevice,

    /// <summary>An application that claims a private-use scheme (RFC 8252 §7.1).</summary>
    Application,
}
