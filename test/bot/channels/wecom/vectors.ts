/** Samples of the platform's documents 90968 and 91144 and of its sample library, and two made here. */
export interface Vector {
  readonly id: string
  readonly token: string
  readonly aesKey: string
  readonly receiver: string
  readonly timestamp: string
  readonly nonce: string
  readonly signature: string
  readonly encrypted: string
}

export const vectors = {
  V1: {
    id: 'V1',
    token: 'QDG6eK',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    receiver: 'wx5823bf96d3bd56c7',
    timestamp: '1409659813',
    nonce: '1372623149',
    signature: '477715d11cdb4164915debcba66cb864d751f3e6',
    encrypted:
      'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==',
  },
  V2: {
    id: 'V2',
    token: 'QDG6eK',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    receiver: 'wx5823bf96d3bd56c7',
    timestamp: '1409659589',
    nonce: '263014780',
    signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
    encrypted: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
  },
  V3: {
    id: 'V3',
    token: 'hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo',
    aesKey: '6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt',
    receiver: 'ww1436e0e65a779aee',
    timestamp: '1476416373',
    nonce: '47744683',
    signature: '012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb',
    encrypted: 'fsi1xnbH4yQh0+PJxcOdhhK6TDXkjMyhEPA7xB2TGz6b+g7xyAbEkRxN/3cNXW9qdqjnoVzEtpbhnFyq6SVHyA==',
  },
  V4: {
    id: 'V4',
    token: 'hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo',
    aesKey: '6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt',
    receiver: 'ww1436e0e65a779aee',
    timestamp: '1476422779',
    nonce: '1597212914',
    signature: '0c3914025cb4b4d68103f6bfc8db550f79dcf48e',
    encrypted:
      'Kl7kjoSf6DMD1zh7rtrHjFaDapSCkaOnwu3bqLc5tAybhhMl9pFeK8NslNPVdMwmBQTNoW4mY7AIjeLvEl3NyeTkAgGzBhzTtRLNshw2AEew+kkYcD+Fq72Kt00fT0WnN87hGrW8SqGc+NcT3mu87Ha3dz1pSDi6GaUA6A0sqfde0VJPQbZ9U+3JWcoD4Z5jaU0y9GSh010wsHF8KZD24YhmZH4ch4Ka7ilEbjbfvhKkNL65HHL0J6EYJIZUC2pFrdkJ7MhmEbU2qARR4iQHE7wy24qy0cRX3Mfp6iELcDNfSsPGjUQVDGxQDCWjayJOpcwocugux082f49HKYg84EpHSGXAyh+/oxwaWbvL6aSDPOYuPDGOCI8jmnKiypE+',
  },
  V5: {
    id: 'V5',
    token: 'hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo',
    aesKey: '6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt',
    receiver: 'ww1436e0e65a779aee',
    timestamp: '1409659813',
    nonce: '1372623149',
    signature: 'e3647471e395139e2308c1fa963f2d648a00b90e',
    encrypted:
      'cjhLUX7UU4yCSelv1vz7T0zT8huF51bAMVWriNvO1FMegHrQZNrtvRxbwf0fUPsFvwqR0U0fgiJNEA5Y30F2MoI2S7vv3EjVQ68C0cjw9frBoUE2Hj0BvFp9h3u6Vbsg4lc1C8AtHdaN8orKuNKkLRLuYEL52R1J3v8olJGZRLnRdVKIivixmX/eQpzgeExtp20jI1HxRP1AAZ6xZoILdqDPO549LO4WeG+685JRUTdiwcY5fjZlqeMxuT4PpMn1X9OWsS7NRj06Wa5E3Tvg4twjWp39KPfOdRte6P1T4JU=',
  },
  O1: {
    id: 'O1',
    token: 'QDG6eK',
    aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
    receiver: 'wx5823bf96d3bd56c7',
    timestamp: '1700000000',
    nonce: '123456',
    signature: 'a20284a80c705f4068cf340d3aedbda182475faa',
    encrypted:
      'sKqRbbiSUnDhFHOvPjtUMQ139izhcm7sL42vLdYyh+eZBnkJoODEqwNAashhOGtFnts4gw7csm+i0pVbjULYztui3GUHFDBiFF9QmWMj0f571RD019VCBN8Htyht2KW7',
  },
} as const satisfies Record<string, Vector>

/** With an empty receiver, as a smart robot has. */
export const emptyReceiver = {
  salt: '0123456789abcdef',
  plain: '{"a":1}',
  encrypted: 'sKqRbbiSUnDhFHOvPjtUMcinhN3yWU1yAhjw+7dix1E=',
}

export const saltOfV1 = '0960688932c47ef1'
export const saltOfO1 = '0123456789abcdef'
export const plainOfO1 = '<xml><Content><![CDATA[你好,政务]]></Content></xml>'
