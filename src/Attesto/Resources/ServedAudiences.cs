namespace Attesto.Resources;

/// <summary>The audiences that a token of this server may name: its own, the listed ones, and the client's.</summary>
internal static class ServedAudiences
{
    /// <summary>True if a token of this client may name the audience.</summary>
    public static bool Contains(string value, Client client, AttestoOptions options) => Find(value, client, options) is not null;

    /// <summary>The audience as the host writes it, which is what its API compares with; null if it is not served.</summary>
    public static string? Find(string value, Client client, AttestoOptions options) =>
        options.Audience is { } own && ResourceUri.AreSame(own, value) ? own
        : ResourceUri.Find(options.Resources.Supported.Select(static resource => resource.Uri), value) ?? ResourceUri.Find(client.AllowedResources, value)
            ?? (client.DefaultResource is { } usual && ResourceUri.AreSame(usual, value) ? usual : null);
}
