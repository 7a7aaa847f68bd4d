using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Attesto.AspNetCore;

/// <summary>The language of a page: what the client asks for (<c>ui_locales</c>, OpenID Connect Core §3.1.2.1), else what the host's request localization or its
/// cookie says, else the browser's <c>Accept-Language</c>; else English.</summary>
internal static class PageLanguage
{
    private static readonly string[] Spoken = ["en", "de", "fr", "es", "ja", "ar"];
    private static readonly string[] RightToLeft = ["ar"];

    public static CultureInfo Of(HttpContext http)
    {
        if (http.Features.Get<Chosen>() is { } chosen)
        {
            return chosen.Culture;
        }

        var tag = Wanted(http).Select(Match).FirstOrDefault(match => match is not null) ?? Spoken[0];
        var culture = CultureOf(tag);
        http.Features.Set(new Chosen(culture));
        return culture;
    }

    public static bool IsRightToLeft(CultureInfo culture) => RightToLeft.Contains(culture.Name.Split('-')[0], StringComparer.Ordinal);

    /// <summary>The wanted languages in order, also those that are not spoken: a client's name may exist in them.</summary>
    public static IEnumerable<string> Wanted(HttpContext http)
    {
        var asked = http.Features.Get<AuthorizationRequest>()?.UiLocales is { IsDefaultOrEmpty: false } judged ? judged :
            http.Features.Get<SignInPrompt>()?.UiLocales is { IsDefaultOrEmpty: false } prompted ? prompted :
            (IEnumerable<string>)(http.Features.Get<OAuthRequest>()?.Parameters[Parameters.UiLocales] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var hosts = http.Features.Get<IRequestCultureFeature>() is { Provider: not null } localized ? localized.RequestCulture.UICulture.Name : null;
        var cookie = CookieRequestCultureProvider.ParseCookieValue(http.Request.Cookies[CookieRequestCultureProvider.DefaultCookieName] ?? "")?.UICultures.FirstOrDefault().Value;
        var accepted = http.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).Select(language => language.Value.Value);
        return asked.Append(hosts).Append(cookie).Concat(accepted).OfType<string>().Where(tag => tag.Length > 0);
    }

    private static string? Match(string tag) =>
        Array.Find(Spoken, spoken => tag.StartsWith(spoken, StringComparison.OrdinalIgnoreCase) && (tag.Length == spoken.Length || tag[spoken.Length] is '-' or '_'));

    // A process without culture data speaks English.
    private static CultureInfo CultureOf(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }

    private sealed record Chosen(CultureInfo Culture);
}
