using Attesto.Catalog;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>What the host's database says about scopes, for a page on which somebody is asked for them, in the language of the person who reads it.</summary>
public sealed class ScopeTexts
{
    private const int LongestName = 200;
    private const int LongestDescription = 1000;

    private readonly ServedOptions? _served;

    internal ScopeTexts(ServedOptions? served) => _served = served;

    /// <summary>The words for a scope.</summary>
    /// <param name="http">The request for the page.</param>
    /// <param name="scope">The scope.</param>
    /// <returns>What it lets a client do: in the first of the person's languages that there is a text in, else as it was written without a language. Null if
    /// nobody has said it, and the page says what it can.</returns>
    public ScopeText? Find(HttpContext http, string scope)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (_served?.Current.Find(scope) is not { } known)
        {
            return null;
        }

        string[] languages = [.. PageLanguage.Wanted(http)];
        return LocalizedText.Find(known.LocalizedDisplayNames, languages, known.DisplayName) is { } name
            ? new ScopeText(
                ShownText.Of(name, LongestName),
                LocalizedText.Find(known.LocalizedDescriptions, languages, known.Description) is { } more ? ShownText.Of(more, LongestDescription) : null)
            : null;
    }
}

/// <summary>The words for a scope; not encoded.</summary>
/// <param name="Name">What it lets a client do, in few words.</param>
/// <param name="Description">A sentence more, or null.</param>
public sealed record ScopeText(string Name, string? Description);
