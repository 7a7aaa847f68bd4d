using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore;

/// <summary>Form tokens in views.</summary>
public static class FormTokenExtensions
{
    /// <summary>The hidden field that guards a form of this server's pages. Write it inside the form, which says <c>asp-antiforgery="false"</c>.</summary>
    /// <param name="html">The view.</param>
    /// <returns>The field.</returns>
    public static IHtmlContent FormToken(this IHtmlHelper html)
    {
        ArgumentNullException.ThrowIfNull(html);
        var http = html.ViewContext.HttpContext;
        var field = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        field.Attributes["type"] = "hidden";
        field.Attributes["name"] = FormTokens.Field;
        field.Attributes["value"] = http.RequestServices.GetRequiredService<FormTokens>().IssueFor(http);
        return field;
    }

    /// <summary>True if the form that this request posted was refused, because it was too old or another site's: the page is shown again and says so.</summary>
    /// <param name="http">The request.</param>
    /// <returns>Whether it was.</returns>
    public static bool FormWasRefused(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<RefusedForm>() is not null;
    }
}
