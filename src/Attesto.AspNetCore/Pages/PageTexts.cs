using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.Localization;

[assembly: ResourceLocation("Resources")]
[assembly: RootNamespace("Attesto.AspNetCore")]

namespace Attesto.AspNetCore;

/// <summary>The words of the pages, in the language of the person who reads them: the English text is the key. A text that has no translation, such as one
/// that a host changed, stays as it is; a host that has translations of its own registers an <c>IStringLocalizer&lt;PageTexts&gt;</c>.</summary>
/// <param name="texts">Where the translations are.</param>
public sealed class PageTexts(IStringLocalizer<PageTexts> texts) : IViewContextAware
{
    private HttpContext? _http;

    /// <summary>The language of the page, such as <c>ja</c>, for the attribute <c>lang</c>.</summary>
    public string Language => Culture.Name.Length == 0 ? "en" : Culture.Name;

    /// <summary><c>rtl</c> or <c>ltr</c>, for the attribute <c>dir</c>.</summary>
    public string Direction => PageLanguage.IsRightToLeft(Culture) ? "rtl" : "ltr";

    private CultureInfo Culture => _http is { } http ? PageLanguage.Of(http) : CultureInfo.CurrentUICulture;

    /// <summary>A text in the page's language.</summary>
    /// <param name="text">The English text, with <c>{0}</c> where an argument stands.</param>
    /// <param name="arguments">The arguments; they are not translated.</param>
    /// <returns>The text, not encoded.</returns>
    public string this[string text, params object[] arguments]
    {
        get
        {
            var before = CultureInfo.CurrentUICulture;
            CultureInfo.CurrentUICulture = Culture;
            try
            {
                return texts[text, arguments];
            }
            finally
            {
                CultureInfo.CurrentUICulture = before;
            }
        }
    }

    /// <summary>A day in the page's language, in UTC.</summary>
    /// <param name="instant">When, or null.</param>
    /// <returns>The text, such as <c>Thursday, 26 November 2026</c>, not encoded; a dash for null.</returns>
    public string Date(DateTimeOffset? instant) => instant?.UtcDateTime.ToString("D", Culture) ?? "–";

    /// <inheritdoc/>
    public void Contextualize(ViewContext viewContext)
    {
        ArgumentNullException.ThrowIfNull(viewContext);
        _http = viewContext.HttpContext;
    }
}
