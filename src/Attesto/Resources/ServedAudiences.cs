using System.Collections.Immutable;
using Attesto.Clients;

namespace Attesto.Resources;

/// <summary>Every audience that a token of this server may name for a client.</summary>
internal static class ServedAudiences
{
    public static ImmutableArray<string> Of(Client client, AttestoOptions options) =>
        [.. options.Audience is { } audience ? [audience] : Array.Empty<string>(), .. options.ResourcesSupported, .. client.AllowedResources];
}
