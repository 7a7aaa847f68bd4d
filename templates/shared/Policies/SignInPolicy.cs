#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
#endif
using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace PoliciesNamespace;

/// <summary>Who is at this browser? The person of the session cookie; otherwise the sign-in page asks (OpenID Connect Core §3.1.2.3).</summary>
public sealed class SignInPolicy(SignInReturn signInReturn) : ISignInPolicy
{
    public async ValueTask<SignInOutcome> SignInAsync(HttpContext http, SignInRequest request, CancellationToken cancellationToken)
    {
        if (await BrowserSession.FindAsync(http) is { } person && signInReturn.IsMetBy(http, request, person))
        {
            return person;
        }

        return request.Interactive
            ? new SignInOutcome.Handled(new RedirectToActionResult("Show", "SignIn", new { returnUrl = await signInReturn.ReturnUrlAsync(http, cancellationToken) }))
            : new SignInOutcome.Unauthenticated();
    }
}
