using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;

namespace PoliciesNamespace;

/// <summary>Who is at this browser? The person of the session cookie; otherwise the sign-in page asks (OpenID Connect Core §3.1.2.3).</summary>
public sealed class SignInPolicy(SignInReturn signInReturn) : ISignInPolicy
{
    public async ValueTask<SignInOutcome> SignInAsync(HttpContext http, SignInRequest request, CancellationToken cancellationToken)
    {
        if (await BrowserSession.FindAsync(http) is { } person && signInReturn.IsMetBy(http, request, person.AuthTime!.Value))
        {
            return person;
        }

        return request.Interactive
            ? new SignInOutcome.TookOver(new RedirectToActionResult("Show", "SignIn", new { returnUrl = await signInReturn.ReturnUrlAsync(http, cancellationToken) }))
            : new SignInOutcome.Nobody();
    }
}
