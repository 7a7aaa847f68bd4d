using System.Collections.Immutable;

namespace Attesto.Management;

/// <summary>A scope or an API as a form shows and sends it. Texts in other languages have one to a line, after the language: <c>de: Berichte lesen</c>.</summary>
public sealed class CatalogForm
{
    /// <summary>The name of the scope, or the URI of the API.</summary>
    public string? Key { get; set; }

    /// <summary>False if it is as if it were not there.</summary>
    public bool IsEnabled { get; set; }

    /// <summary>What people read of it, in few words.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The same in other languages.</summary>
    public string? LocalizedDisplayNames { get; set; }

    /// <summary>A sentence more; scopes alone have one.</summary>
    public string? Description { get; set; }

    /// <summary>The same in other languages.</summary>
    public string? LocalizedDescriptions { get; set; }

    /// <summary>The claims that a scope opens, or that the tokens of an API carry, with spaces between.</summary>
    public string? Claims { get; set; }

    /// <summary>The version that was read; a change that came between is not overwritten. Empty to add it.</summary>
    public Guid Version { get; set; }

    internal static CatalogForm Of(HostScope scope, Guid? version) => new()
    {
        Key = scope.Name,
        IsEnabled = scope.IsEnabled,
        DisplayName = scope.DisplayName,
        LocalizedDisplayNames = Lines(scope.LocalizedDisplayNames),
        Description = scope.Description,
        LocalizedDescriptions = Lines(scope.LocalizedDescriptions),
        Claims = string.Join(' ', scope.Claims),
        Version = version ?? Guid.Empty,
    };

    internal static CatalogForm Of(HostApi api, Guid? version, bool isConfigured) => new()
    {
        Key = api.Uri,
        IsEnabled = api.IsEnabled,
        DisplayName = api.DisplayName,
        LocalizedDisplayNames = Lines(api.LocalizedDisplayNames),
        Claims = isConfigured ? null : string.Join(' ', api.Claims),
        Version = version ?? Guid.Empty,
    };

    /// <summary>The scope that this describes.</summary>
    /// <exception cref="ClientDataException">A line names no language.</exception>
    internal HostScope ToScope() => new()
    {
        Name = Text(Key) ?? "",
        IsEnabled = IsEnabled,
        DisplayName = Text(DisplayName),
        LocalizedDisplayNames = Texts(LocalizedDisplayNames, nameof(LocalizedDisplayNames)),
        Description = Text(Description),
        LocalizedDescriptions = Texts(LocalizedDescriptions, nameof(LocalizedDescriptions)),
        Claims = Words(Claims),
    };

    /// <summary>The API that this describes.</summary>
    /// <exception cref="ClientDataException">A line names no language.</exception>
    internal HostApi ToApi() => new()
    {
        Uri = Text(Key) ?? "",
        IsEnabled = IsEnabled,
        DisplayName = Text(DisplayName),
        LocalizedDisplayNames = Texts(LocalizedDisplayNames, nameof(LocalizedDisplayNames)),
        Claims = Words(Claims),
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ImmutableArray<string> Words(string? text) => [.. (text ?? "").Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)];

    private static string? Lines(ImmutableDictionary<string, string> texts) =>
        texts.IsEmpty ? null : string.Join('\n', texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => $"{text.Key}: {text.Value}"));

    private static ImmutableDictionary<string, string> Texts(string? lines, string field)
    {
        var texts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var line in (lines ?? "").Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var at))
            {
                throw new ClientDataException([new ClientDataFault(field, $"has the line \"{line}\"; each must be a language and a text, such as de: Berichte lesen")]);
            }

            if (!texts.TryAdd(line[..at].Trim(), line[(at + 1)..].Trim()))
            {
                throw new ClientDataException([new ClientDataFault(field, $"names the language \"{line[..at].Trim()}\" twice; remove one.")]);
            }
        }

        return texts.ToImmutable();
    }
}
