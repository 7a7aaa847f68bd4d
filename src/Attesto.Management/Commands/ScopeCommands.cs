using System.CommandLine;

namespace Attesto.Management;

/// <summary><c>scopes</c>: what clients may ask for, and the words for it.</summary>
internal static class ScopeCommands
{
    private static readonly Option<string?> Name = CatalogOptions.Text("--display-name", "What it lets a client do, in few words for the person who is asked.");
    private static readonly Option<string[]> Names = CatalogOptions.Texts(
        "--display-name-in", "The same in another language: --display-name-in \"de=Berichte lesen\"; may be repeated.");
    private static readonly Option<string?> Description = CatalogOptions.Text("--description", "A sentence more about it.");
    private static readonly Option<string[]> Descriptions = CatalogOptions.Texts("--description-in", "The same in another language; may be repeated.");
    private static readonly Option<string[]> Claims = CatalogOptions.Texts("--claim", "A claim that it opens at UserInfo and in ID tokens; may be repeated.");

    public static Command Create(CommandLine line) => new CatalogCommands<ScopeEntry, HostScope>(line, "name", [Name, Names, Description, Descriptions, Claims], With)
        .Create("scopes", "What clients may ask for, and the words for it: the configuration's are shown, and the database's are changed.");

    private static ScopeEntry With(ScopeEntry entry, ParseResult parsed) => entry with
    {
        DisplayName = parsed.GetValue(Name) ?? entry.DisplayName,
        LocalizedDisplayNames = CatalogOptions.Read(parsed, Names, entry.LocalizedDisplayNames),
        Description = parsed.GetValue(Description) ?? entry.Description,
        LocalizedDescriptions = CatalogOptions.Read(parsed, Descriptions, entry.LocalizedDescriptions),
        Claims = parsed.GetValue(Claims) is { Length: > 0 } claims ? claims : entry.Claims,
    };
}
