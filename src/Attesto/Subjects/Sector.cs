using System.Diagnostics.CodeAnalysis;
using Attesto.Outbound;

namespace Attesto.Subjects;

/// <summary>The clients that share their pairwise subjects, named by a host (OpenID Connect Core §8.1).</summary>
internal static class Sector
{
    /// <summary>Finds a client's sector: the host of its <c>sector_identifier_uri</c>, else the one host of its redirect URIs. A client without such a host, as native
    /// applications and devices are, is a sector of its own.</summary>
    /// <returns>False for redirect URIs on several hosts.</returns>
    public static bool TryFind(Client client, [NotNullWhen(true)] out string? sector)
    {
        sector = null;
        foreach (var uri in client.SectorIdentifierUri is { } identifier ? [identifier] : client.RedirectUris)
        {
            if (HostOf(uri, client) is not { } host)
            {
                continue;
            }

            if (sector is not null && !string.Equals(sector, host, StringComparison.Ordinal))
            {
                sector = null;
                return false;
            }

            sector = host;
        }

        sector ??= $"client {client.Id}"; // no host has a space
        return true;
    }

    // A private-use scheme has no host, and the loopback host is every native application's: together they are no sector.
    private static string? HostOf(string uri, Client client) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed is { Scheme: "https" or "http", IdnHost: { Length: > 0 } host }
            && !(client.ApplicationType is ApplicationType.Native && Loopback.IsRedirect(uri))
            ? host.ToLowerInvariant()
            : null;
}
