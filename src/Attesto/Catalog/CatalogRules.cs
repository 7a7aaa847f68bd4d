using System.Collections.Immutable;
using Attesto.Jose;
using Attesto.Scopes;
using Attesto.Validation;

namespace Attesto.Catalog;

/// <summary>The rules for scopes and APIs in the database: what would be no scope or resource at all, would change what the configuration says, or would let a claim of
/// the protocol's be set is refused when it is written.</summary>
internal sealed class CatalogRules(ServedOptions options) : ICatalogRules
{
    private const int MaxName = 255;
    private const int MaxUri = 2048;
    private const int MaxClaims = 100;
    private const int MaxClaim = 100;
    private const int MaxLanguages = 50;
    private const int MaxLanguage = 35; // RFC 5646 §4.4.1
    private const int MaxDisplayName = 200;
    private const int MaxDescription = 1000;
    private const string Protocol = "is the protocol's own; a claim about people is meant.";

    public ImmutableArray<ClientDataFault> FaultsOf(HostScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var (faults, isServed) = (new Faults(), ServedCatalog.IsConfigured(scope.Name, options.Configured));
        faults.AddIf(
            scope.Name.Length > MaxName || !ScopeSet.IsToken(scope.Name),
            nameof(scope.Name),
            $"must be 1 to {MaxName} printable ASCII characters without space, \" and \\ (RFC 6749 §A.4).");
        faults.AddIf(scope.Name.Contains('*'), nameof(scope.Name), "must not contain *, which stands for many scopes in what a client may ask for.");
        faults.AddIf(isServed && !scope.IsEnabled, nameof(scope.IsEnabled), "must stay true: the configuration serves this scope, and only it can take it out.");
        faults.AddIf(
            scope.Claims.Length > 0 && (isServed || IsStandard(scope.Name)),
            nameof(scope.Claims),
            isServed ? "must be empty: what this scope opens is said by the configuration, Attesto:Scopes:Claims." : "must be empty: OpenID Connect says what this scope opens.");
        CheckClaims(scope.Claims, TokenClaims.ReservedInIdTokens.Contains, faults);
        CheckTexts(scope.DisplayName, scope.LocalizedDisplayNames, nameof(scope.DisplayName), nameof(scope.LocalizedDisplayNames), MaxDisplayName, faults);
        CheckTexts(scope.Description, scope.LocalizedDescriptions, nameof(scope.Description), nameof(scope.LocalizedDescriptions), MaxDescription, faults);
        return [.. faults];
    }

    public ImmutableArray<ClientDataFault> FaultsOf(HostApi api)
    {
        ArgumentNullException.ThrowIfNull(api);
        var faults = new Faults();
        faults.AddIf(
            api.Uri.Length > MaxUri || !UrlShape.IsResource(api.Uri),
            nameof(api.Uri),
            $"must be an absolute URI without fragment (RFC 8707 §2), of at most {MaxUri} characters.");
        faults.AddIf(ServedCatalog.IsConfigured(api, options.Configured), nameof(api.Uri), "is served by the configuration, which says all about it.");
        CheckClaims(
            api.Claims,
            name => TokenClaims.ReservedInAccessTokens.Contains(name) || string.Equals(name, options.Configured.Subjects.PrincipalKindClaim, StringComparison.Ordinal),
            faults);
        CheckTexts(api.DisplayName, api.LocalizedDisplayNames, nameof(api.DisplayName), nameof(api.LocalizedDisplayNames), MaxDisplayName, faults);
        return [.. faults];
    }

    /// <summary>True if OpenID Connect says what the scope opens.</summary>
    public static bool IsStandard(string scope) => scope is StandardScopes.OpenId or StandardScopes.OfflineAccess || ScopeClaims.IsStandard(scope);

    private static void CheckClaims(ImmutableArray<string> claims, Func<string, bool> isReserved, Faults faults)
    {
        const string field = nameof(HostScope.Claims);
        faults.AddIf(claims.Length > MaxClaims, field, $"must have at most {MaxClaims} entries.");
        faults.AddIf(claims.Distinct(StringComparer.Ordinal).Count() < claims.Length, field, "has an entry twice; remove one.");
        foreach (var claim in claims)
        {
            faults.AddIf(
                claim.Length is 0 or > MaxClaim || claim.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)),
                field,
                $"has the entry \"{claim}\"; each must be 1 to {MaxClaim} characters without spaces.");
            faults.AddIf(isReserved(claim), field, $"has the entry \"{claim}\", which {Protocol}");
        }
    }

    private static void CheckTexts(string? text, ImmutableDictionary<string, string> localized, string field, string localizedField, int longest, Faults faults)
    {
        var shape = $"must be 1 to {longest} characters on one line.";
        faults.AddIf(text is not null && !IsText(text, longest), field, shape);
        faults.AddIf(localized.Count > MaxLanguages, localizedField, $"must have at most {MaxLanguages} languages.");
        faults.AddIf(localized.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < localized.Count, localizedField, "names a language twice; remove one.");
        foreach (var (language, words) in localized)
        {
            faults.AddIf(!IsLanguage(language), localizedField, $"has the language \"{language}\"; each must be a language tag such as de or pt-BR (BCP 47).");
            faults.AddIf(!IsText(words, longest), localizedField, $"has a text for \"{language}\" that does not fit: it {shape}");
        }
    }

    private static bool IsText(string text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest && !text.Any(char.IsControl);

    private static bool IsLanguage(string tag) => tag.Length <= MaxLanguage
        && tag.Split('-') is var parts
        && parts[0].All(char.IsAsciiLetter)
        && Array.TrueForAll(parts, part => part.Length is > 0 and <= 8 && part.All(char.IsAsciiLetterOrDigit));

    private sealed class Faults : List<ClientDataFault>
    {
        public void AddIf(bool isWrong, string field, string reason)
        {
            if (isWrong)
            {
                Add(new ClientDataFault(field, reason));
            }
        }
    }
}
