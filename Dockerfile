FROM node:22-slim

ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app

# Chromium is only needed for WhatsApp: docker build --build-arg WHATSAPP=on
ARG WHATSAPP=off
RUN if [ "$WHATSAPP" = on ]; then \
      apt-get update && apt-get install -y --no-install-recommends chromium && rm -rf /var/lib/apt/lists/*; \
    fi

# With .puppeteerrc.cjs, since puppeteer would download a browser of its own.
COPY package.json package-lock.json .puppeteerrc.cjs ./
RUN npm ci --omit=dev && npm cache clean --force

COPY LICENSE ./
COPY locales locales
COPY src src
RUN npm run build

RUN mkdir --mode=0700 data && chown node:node data
USER node
VOLUME /app/data
EXPOSE 8080

# Node itself, not npm, which would keep SIGTERM for itself. Where memory is plenty, Node collects late and grows to 300 MB and
# more, of which it needs 60: a bound that is never reached has it collect sooner, and keeps it near 200. Pretenuring moves what it takes for
# long-lived among the old objects at once, and in a rush it is mistaken (bench/README.md).
CMD ["node", "--max-old-space-size=512", "--no-allocation-site-pretenuring", "--enable-source-maps", "dist/main.js"]
