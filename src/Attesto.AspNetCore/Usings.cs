global using Endpoint = Attesto.Discovery.Endpoint; // not Microsoft.AspNetCore.Http's
