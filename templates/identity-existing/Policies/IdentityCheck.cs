#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using Microsoft.Extensions.DependencyInjection;
#endif
using Attesto;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PoliciesNamespace;

/// <summary>Stops the start of a host that has no ASP.NET Core Identity for the users that the policies ask for, and says what to add.</summary>
internal static class IdentityCheck
{
    private static readonly string Sentence =
        $"This host has no ASP.NET Core Identity with users of the class {typeof(HostUser).FullName}. Add it in Program.cs, for instance "
        + $"builder.Services.AddDefaultIdentity<{typeof(HostUser).Name}>().AddEntityFrameworkStores<YourDbContext>(), or name the class of your users "
        + "at the top of Policies/BrowserSession.cs.";

    public static void RequireIdentity(this IServiceCollection services)
    {
        services.TryAdd(ServiceDescriptor.Scoped(typeof(UserManager<>), typeof(Missing<>))); // else the container speaks first, and of constructors
        services.AddOptions<AttestoOptions>().Validate<IServiceProviderIsService>((_, host) => host.IsService(typeof(IUserStore<HostUser>)), Sentence);
    }

    private sealed class Missing<TUser>() : UserManager<TUser>(null!, null!, null!, null!, null!, null!, null!, null!, null!)
        where TUser : class;
}
