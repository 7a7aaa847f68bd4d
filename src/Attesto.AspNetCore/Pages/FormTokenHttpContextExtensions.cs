using Attesto.AspNetCore;

namespace Microsoft.AspNetCore.Http;

/// <summary>What a page asks about the form that was posted to it.</summary>
public static class FormTokenHttpContextExtensions
{
    /// <summary>True if the form that this request posted was refused, because it was too old or another site's: the page is shown again and says so.</summary>
    /// <param name="http">The request.</param>
    /// <returns>Whether it was.</returns>
    public static bool FormWasRefused(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<RefusedForm>() is not null;
    }
}
