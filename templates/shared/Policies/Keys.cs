#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
#endif
using Attesto;
using Attesto.Keys;

namespace PoliciesNamespace;

/// <summary>Which keys sign tokens? In Development a file made on the first start; elsewhere the files that <c>SigningKeys</c> in the configuration lists,
/// PEM or PFX, encrypted ones with the password <c>SigningKeyPassword</c>. A key in a vault or an HSM is a <see cref="ServerKey"/> of its signing credentials.</summary>
public static class Keys
{
    public static IKeystore Open(IServiceProvider services)
    {
        var host = services.GetRequiredService<IHostEnvironment>();
        var configuration = services.GetRequiredService<IConfiguration>();
        if (configuration.GetSection("SigningKeys").Get<string[]>() is { Length: > 0 } files)
        {
            return new StaticKeystore(files.Select(file => ServerKey.FromFile(file, configuration["SigningKeyPassword"])));
        }

        return host.IsDevelopment()
            ? new DevelopmentKeystore(Path.Combine(host.ContentRootPath, ".attesto", "development-keys.pem"))
            : throw new InvalidOperationException(
                "There is no signing key. List PEM or PFX files under SigningKeys (SigningKeys__0=/run/secrets/es256.pem), or open Policies/Keys.cs.");
    }
}
