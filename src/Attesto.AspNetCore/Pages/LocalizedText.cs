namespace Attesto.AspNetCore;

/// <summary>Chooses among texts in several languages.</summary>
internal static class LocalizedText
{
    /// <summary>The text in the first of these languages that there is one in, else the one that is of no language. BCP 47: ja-JP finds a text for ja, and ja one for
    /// ja-JP, where there is none for the tag itself.</summary>
    public static string? Find(IReadOnlyDictionary<string, string> texts, IEnumerable<string> languages, string? standard)
    {
        foreach (var language in texts.Count == 0 ? [] : languages)
        {
            if ((Find(texts, tag => string.Equals(tag, language, StringComparison.OrdinalIgnoreCase))
                ?? Find(texts, tag => string.Equals(tag.Split('-')[0], language.Split('-')[0], StringComparison.OrdinalIgnoreCase))) is { } text)
            {
                return text;
            }
        }

        return standard;
    }

    private static string? Find(IReadOnlyDictionary<string, string> texts, Func<string, bool> fits) =>
        texts.Where(text => fits(text.Key)).OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => text.Value).FirstOrDefault();
}
