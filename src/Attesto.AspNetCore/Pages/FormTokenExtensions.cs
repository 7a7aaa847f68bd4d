using Attesto.AspNetCore;
using Microsoft.AspNetCore.Html;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Mvc.Rendering;

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
}
