#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading;
using System.Threading.Tasks;
#endif
namespace PoliciesNamespace;

/// <summary>Who can sign in? Nobody yet: look the person up in your own tables. (With ASP.NET Core Identity: <c>attesto-host --users identity</c>.)</summary>
public sealed class Accounts(Stub stub) : IAccounts
{
    public ValueTask<Account?> CheckPasswordAsync(string username, string password, CancellationToken cancellationToken)
    {
        // var user = await people.FindAsync(username, cancellationToken);
        // return user is not null && hasher.VerifyHashedPassword(user, user.PasswordHash, password) is not PasswordVerificationResult.Failed
        //     ? new Account(user.Id, user.Name)
        //     : null;
        // (That an unknown name takes less time is hidden: a failure always takes Attesto:SignIn:FailureTime.)
        stub.Denies("Policies/Accounts.cs");
        return ValueTask.FromResult<Account?>(null);
    }
}
